"""Pages of dispatches: the list, one dispatch and every act on it, rules, look-back."""
