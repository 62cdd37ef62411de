"""Who works where and when by the plan: groups of people, their hours, what they cost."""
