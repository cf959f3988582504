-- +goose Up
-- One row per member of staff: what has to be counted or compared without
-- opening anything, under a random id. Times are microseconds since 1970, 0 for none.
create table account(
    org            text    not null,
    id             blob    not null,
    record         blob    not null,            -- the account's record and the version that stands
    version        integer not null,
    secret         blob,                        -- the credentials' record, null before there are any
    secret_version integer not null default 0,
    state          text    not null check (state in ('invited', 'active', 'closed')),
    factor         integer not null default 0,  -- there is an authenticator
    own_password   integer not null default 0,  -- chosen by the person, known to nobody else
    invited_until  integer not null default 0,
    failed         integer not null default 0,  -- failures in a row
    locks          integer not null default 0,  -- lock-outs since the last success
    locked_until   integer not null default 0,
    last_step      integer not null default 0,  -- the authenticator step used last
    signed_in      integer not null default 0,  -- last time
    made           integer not null,
    primary key (org, id)
) without rowid;
create unique index account_by_record on account(org, record);
create unique index account_by_secret on account(org, secret) where secret is not null;

-- Every version of both records, sealed, with the ledger's entry that wrote it.
create table account_record(
    org      text    not null,
    record   blob    not null,
    version  integer not null,
    account  blob    not null,
    category text    not null,
    entry    integer not null,
    box      blob    not null,
    primary key (org, record, version)
) without rowid;
create index account_record_account on account_record(org, account);

-- Which roles are held, as codes of the promise: asked at every page and when
-- a role may be held by one person only.
create table account_role(
    org     text not null,
    account blob not null,
    role    text not null,
    primary key (org, account, role)
) without rowid;
create index account_role_role on account_role(org, role);

-- Signed declarations. The digest is of the text that was signed.
create table account_declaration(
    org         text    not null,
    account     blob    not null,
    declaration text    not null,
    digest      blob    not null,
    signed      integer not null,
    entry       integer not null, -- the ledger's entry of the signing
    proof       blob    not null, -- keyed hash: a signature that was slipped in is none
    primary key (org, account, declaration, digest)
) without rowid;

-- Sessions. The token itself is with the browser alone; its hash opens nothing.
create table account_session(
    org     text    not null,
    token   blob    not null,
    id      blob    not null,
    account blob    not null,
    role    text    not null default '',
    purpose text    not null default '',
    lang    text    not null default '',
    factor  integer not null,
    made    integer not null,
    seen    integer not null,
    entry   integer not null, -- the ledger's entry of the sign-in
    proof   blob    not null, -- keyed hash: a row that was slipped in is no session
    primary key (org, token)
) without rowid;
create unique index account_session_id on account_session(org, id);
create index account_session_account on account_session(org, account);
