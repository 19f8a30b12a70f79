-- A release that still runs beside this one makes subscriptions without the hash of their mailbox; every turn looks for them.

create index subscription_addresses_unhashed on subscription_addresses (subscription_id)
  where mailbox is null and address is not null;
