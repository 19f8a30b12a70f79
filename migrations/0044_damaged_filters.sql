-- Filters that match nothing without a word, as an entry of them is empty: found at once where there are none.
create index subscriptions_damaged_filter on subscriptions (id)
  where array_position(subjects || topics || types || parties || milestones || kinds, null) is not null;
