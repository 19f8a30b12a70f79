-- What verifying the log found, run by run, so that the next run can hold the log against a head that was sound before,
-- and so that a finding is told until a later run finds the log sound again.

create table log_verifications (
  id          bigint      generated always as identity,
  verified_at timestamptz not null,
  ok          boolean     not null,
  position    bigint      not null,
  hash        text,
  sentence    text,
  constraint log_verifications_key primary key (id),
  constraint log_verifications_position_counts check (position >= 0),
  constraint log_verifications_hash_form check (hash ~ '^[0-9a-f]{64}$'),
  constraint log_verifications_sound_or_told check (
    case when ok then hash is not null and sentence is null else hash is null and sentence is not null end
  )
);
comment on table log_verifications is 'Verifications of the log: the newest thirty, and the newest that found it sound. Not proof against whoever can write here; for that, keep a head elsewhere.';
comment on column log_verifications.verified_at is 'By the clock of the domain (CLOCK_START moves it).';
comment on column log_verifications.position is 'ok: the head that was reached. Otherwise the first event that is wrong.';
comment on column log_verifications.hash is 'ok: the hash of the head.';
comment on column log_verifications.sentence is 'Not ok: what is wrong, for people.';
