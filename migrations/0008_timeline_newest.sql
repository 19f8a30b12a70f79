-- What became known last, first: the order of a news feed, which the order of the timeline cannot give.
create index timeline_newest on timeline (known_day, position) where recorded_to is null and known_to is null;
