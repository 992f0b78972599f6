-- Dead letters as they lie in the queues of a log, with what people have decided about them.
create table penstock_triage_letter (
    id                  bigint generated always as identity primary key,
    log_id              varchar(40)  not null,
    queue               varchar(249) not null,
    message_id          varchar(1024) not null,
    origin_destination  varchar(249) not null,
    origin_subscription varchar(249) not null,
    origin_partition    integer      not null,
    origin_offset       bigint       not null,
    partition_number    integer      not null,
    log_offset          bigint       not null,
    reason              varchar(40)  not null,
    description         text         not null,
    exception           text,
    root_cause          text,
    stack_trace         text,
    attempts            integer      not null,
    deliveries          integer      not null,
    redrives            integer      not null,
    died_at             timestamptz  not null,
    message_key         text,
    headers             jsonb        not null,
    body_bytes          integer      not null,
    body_preview        text         not null,
    -- The look at the queue that has seen it last.
    seen                bigint       not null,
    found_at            timestamptz  not null default now(),
    gone_at             timestamptz,
    status              varchar(10)  not null default 'NEW'
                            check (status in ('NEW', 'IN_WORK', 'REDRIVEN', 'DISCARDED')),
    note                text         not null default '',
    changed_at          timestamptz  not null default now(),
    changed_by          text         not null default 'penstock',
    -- A message that two subscriptions gave up is two letters, also where they share a queue.
    unique (log_id, queue, origin_destination, origin_subscription, message_id)
);

create index penstock_triage_letter_headers on penstock_triage_letter using gin (headers jsonb_path_ops);
create index penstock_triage_letter_died on penstock_triage_letter (log_id, died_at);
create index penstock_triage_letter_gone on penstock_triage_letter (gone_at) where gone_at is not null;

-- Who did what with a letter, and when.
create table penstock_triage_change (
    id        bigint generated always as identity primary key,
    letter_id bigint      not null references penstock_triage_letter on delete cascade,
    at        timestamptz not null default now(),
    actor     text        not null,
    action    text        not null,
    note      text        not null default ''
);

create index penstock_triage_change_letter on penstock_triage_change (letter_id, id);

-- How far each partition has been read: written with the letters that were found there.
create table penstock_triage_progress (
    log_id           varchar(40)  not null,
    queue            varchar(249) not null,
    partition_number integer      not null,
    next_offset      bigint       not null,
    primary key (log_id, queue, partition_number)
);
