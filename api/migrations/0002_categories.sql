INSERT INTO `categories` (`id`, `name`, `position`) VALUES
  ('question', 'Question', 1),
  ('problem', 'Something does not work', 2),
  ('access', 'Account and access', 3),
  ('billing', 'Billing', 4),
  ('request', 'Request', 5),
  ('other', 'Something else', 6);
