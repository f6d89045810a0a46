"""Pages of date changes (改期) and pauses (暂停等待): asking, deciding, lists, rules."""
