"""Official papers (公文): text with blanks, filled to a document that writers set in type."""
