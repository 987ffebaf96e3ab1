"""撤销信用修复: opened on a granted repair, heard, proposed, countersigned."""
