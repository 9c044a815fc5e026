"""儿童福利: who is in care, what they are entitled to, what was paid, who visited; outreach stops."""
