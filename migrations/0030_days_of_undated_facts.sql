-- An undated fact lies at some time up to its known day, which the column now holds for it too. The view `timeline` is
-- rebuilt by its raised version; readers bound that day by the other facts of the subject.

comment on column timeline.begun_by is 'From this day on the fact had certainly occurred: the last day of its beginning; for a plan and for a fact without a date its known day, which the facts of its subject can bound further.';
