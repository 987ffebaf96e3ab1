"""The flows read top to bottom as the procedures they are. Names are stored with every task: never rename one."""
