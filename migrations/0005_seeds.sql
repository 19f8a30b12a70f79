-- Which files of SEED have been imported to their end, so that a start imports a file once and a changed file again.

create table seeds (
  file        text        not null,
  digest      text        not null,
  finished_at timestamptz not null default clock_timestamp(),
  recorded    integer     not null,
  repeated    integer     not null,
  refused     integer     not null,
  left_out    integer     not null,
  constraint seeds_key primary key (file, digest),
  constraint seeds_digest_form check (digest ~ '^[0-9a-f]{64}$'),
  constraint seeds_counts check (least(recorded, repeated, refused, left_out) >= 0)
);
comment on table seeds is 'Files that were imported to their end, by the SHA-256 of their content. A file that is not here is imported at the next start.';
comment on column seeds.left_out is 'Records that lie after the clock with which the log was begun (CLOCK_START) and stay out.';
