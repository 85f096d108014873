-- Tickets that the owner of the address reopened or cancelled were left to the session that only typed it.
UPDATE `tickets` SET `email_proven` = 1, `visitor_id` = NULL
WHERE `visitor_id` IS NOT NULL AND EXISTS (
  SELECT 1 FROM `events`
  WHERE `events`.`stream_id` = `tickets`.`id`
    AND `events`.`type` IN ('ticket.reopened', 'ticket.cancelled')
    AND json_extract(`events`.`actor`, '$.kind') = 'client'
    AND json_extract(`events`.`actor`, '$.id') = `tickets`.`requester_id`
);
