-- What concerned the client of what has happened so far, each with its place; what follows from it is looked up by index.
UPDATE `events` SET `public_seq` = `counted`.`place`
FROM (
  SELECT `position`, row_number() OVER (PARTITION BY `stream_id` ORDER BY `seq`) AS `place` FROM `events`
  WHERE `type` LIKE 'ticket.%' AND `type` NOT IN ('ticket.noted', 'ticket.tagged') AND `data` ->> '$.kind' IS NOT 'note'
) AS `counted`
WHERE `events`.`position` = `counted`.`position`;
--> statement-breakpoint
UPDATE `messages` SET `public_seq` = (
  SELECT `public_seq` FROM `events` WHERE `stream_id` = `messages`.`ticket_id` AND `seq` = `messages`.`seq`
) WHERE `kind` = 'reply';
--> statement-breakpoint
UPDATE `tickets` SET (`public_version`, `public_updated_at`) = (
  SELECT coalesce(max(`public_seq`), 1), coalesce(max(`at`), `tickets`.`updated_at`) FROM `events`
  WHERE `stream_id` = `tickets`.`id` AND `public_seq` IS NOT NULL
);
