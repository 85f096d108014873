CREATE VIRTUAL TABLE `tickets_fts` USING fts5(
  title, description,
  content = 'tickets', content_rowid = 'number',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
--> statement-breakpoint
CREATE TRIGGER `tickets_fts_insert` AFTER INSERT ON `tickets` BEGIN
  INSERT INTO `tickets_fts` (rowid, title, description) VALUES (new.number, new.title, new.description);
END;
--> statement-breakpoint
CREATE TRIGGER `tickets_fts_update` AFTER UPDATE OF `title`, `description` ON `tickets`
WHEN old.title <> new.title OR old.description <> new.description BEGIN
  INSERT INTO `tickets_fts` (`tickets_fts`, rowid, title, description)
    VALUES ('delete', old.number, old.title, old.description);
  INSERT INTO `tickets_fts` (rowid, title, description) VALUES (new.number, new.title, new.description);
END;
--> statement-breakpoint
CREATE TRIGGER `tickets_fts_delete` AFTER DELETE ON `tickets` BEGIN
  INSERT INTO `tickets_fts` (`tickets_fts`, rowid, title, description)
    VALUES ('delete', old.number, old.title, old.description);
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE `messages_fts` USING fts5(
  body,
  content = 'messages', content_rowid = 'position',
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
--> statement-breakpoint
CREATE TRIGGER `messages_fts_insert` AFTER INSERT ON `messages` BEGIN
  INSERT INTO `messages_fts` (rowid, body) VALUES (new.position, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER `messages_fts_update` AFTER UPDATE OF `body` ON `messages` WHEN old.body <> new.body BEGIN
  INSERT INTO `messages_fts` (`messages_fts`, rowid, body) VALUES ('delete', old.position, old.body);
  INSERT INTO `messages_fts` (rowid, body) VALUES (new.position, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER `messages_fts_delete` AFTER DELETE ON `messages` BEGIN
  INSERT INTO `messages_fts` (`messages_fts`, rowid, body) VALUES ('delete', old.position, old.body);
END;
