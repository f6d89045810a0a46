"""Pages of the guarantee chart (保障图): what suppliers owe to projects, and saying so."""
