-- +goose Up
-- One wrapped key per person and category ("log" for the person's log key).
create table person_key(
    org      text    not null,
    person   blob    not null,
    category text    not null,
    epoch    integer not null,
    wrapped  blob    not null,
    primary key (org, person, category)
) without rowid;
create index person_key_epoch on person_key(epoch);

-- Exact look-up. A row counts only while the record it names still stands at
-- that version, so a crash between this file and the data file leaves at most
-- a row that counts for nothing (swept at start).
create table blind_index(
    org     text    not null,
    field   text    not null,
    mac     blob    not null,
    person  blob    not null,
    record  blob    not null,
    version integer not null,
    primary key (org, field, mac, person, record, version)
) without rowid;
create index blind_index_record on blind_index(record);

-- Lower bounds of the ledger's counters per person: hints, written lazily.
create table counter_head(
    org    text    not null,
    person blob    not null,
    k      integer not null,
    primary key (org, person)
) without rowid;
