"""What a check found, for those who read it elsewhere: editors, code hosts, the author."""
