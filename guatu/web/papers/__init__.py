"""Official papers: composing, editing, approving, issuing, and the files."""
