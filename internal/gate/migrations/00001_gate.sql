-- +goose Up
-- What became of each intent of the ledger. The primary key decides between a
-- slow writer and whoever voids its intent: only one of the two can insert.
create table applied(
    org     text    not null,
    entry   integer not null,
    outcome text    not null check (outcome in ('done', 'void')),
    primary key (org, entry)
) without rowid;

-- Below this entry every intent has its outcome and the rows above are pruned.
create table watermark(
    org   text    primary key,
    entry integer not null
) without rowid;

-- Keys that an applied erasure still has to destroy, and to say so.
create table erasing(
    org      text    not null,
    entry    integer not null,
    person   blob    not null,
    category text    not null,
    primary key (org, entry, person, category)
) without rowid;

-- The prints (hashes) of the record versions that an intent wrote and of those
-- that it took away for good: 32 bytes each. They say nothing and stay.
create table print(
    org     text    not null,
    entry   integer not null,
    wrote   blob    not null,
    removed blob    not null,
    primary key (org, entry)
) without rowid;
