"""Pages of promises (承诺践诺): the list, one promise with its acts, letters, yearly reviews."""
