"""Documents as files: .docx by python-docx, PDF by typst, one sheet for both."""
