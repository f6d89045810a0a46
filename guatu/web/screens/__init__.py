"""Pages: boards, as they are composed and as screens show them."""
