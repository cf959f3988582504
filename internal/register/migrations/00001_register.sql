-- +goose Up
-- Somebody or something records are about. Nothing here says who it is.
create table subject(
    org        text    not null,
    id         blob    not null,
    about      text    not null,           -- person or company
    restricted integer not null default 0, -- restriction of processing (gdpr 18)
    created    integer not null,           -- microseconds since 1970, UTC
    entry      integer not null,           -- the ledger entry that let it in
    primary key (org, id)
) without rowid;

-- A record at the version that stands; box is sealed. It has a rowid on purpose:
-- boxes are large, and without statistics SQLite would rather walk a primary key
-- that holds the rows, all of the organisation's, than take the index below.
create table record(
    org        text    not null,
    id         blob    not null,
    subject    blob    not null,
    category   text    not null,
    version    integer not null,
    restricted integer not null default 0,
    author     blob    not null,
    written    integer not null,
    entry      integer not null,
    box        blob    not null,
    primary key (org, id)
);
create index record_subject on record(org, subject, category);
create index record_category on record(org, category);

-- Earlier versions, sealed.
create table past(
    org        text    not null,
    record     blob    not null,
    version    integer not null,
    restricted integer not null,
    author     blob    not null,
    written    integer not null,
    entry      integer not null,
    box        blob    not null,
    primary key (org, record, version)
);

-- Dates that states, relations and events count from: days since 1970, the end
-- exclusive. Closed values declared `find: choice` are kept as facets.
create table mark(
    org      text    not null,
    subject  blob    not null,
    record   blob    not null,
    name     text    not null, -- register.state, register.event or a relation's fact
    staff    blob,
    unit     text,
    from_day integer not null,
    to_day   integer not null,
    proof    blob    not null  -- keyed hash: a mark that was slipped in counts for nothing
);
create index mark_subject on mark(org, subject, name);
create index mark_record on mark(record);

create table facet(
    org     text not null,
    subject blob not null,
    record  blob not null,
    field   text not null, -- register/category.field
    value   text not null
);
create index facet_record on facet(record);
create index facet_value on facet(org, field, value);

-- What was shared with whom: read-only, by category, until the category is erased.
create table shared(
    org      text    not null,
    subject  blob    not null,
    category text    not null,
    staff    blob    not null,
    entry    integer not null, -- the entry of the sharing
    proof    blob    not null, -- keyed hash, as of marks
    primary key (org, subject, category, staff)
) without rowid;
create index shared_staff on shared(org, staff);
