-- An application's own first migration, with a version that the inbox uses as well.
create table payment (
    id         bigint generated always as identity primary key,
    message_id varchar(200) not null
);
