"""When a feed is asked, by whom, and how the tries went."""
