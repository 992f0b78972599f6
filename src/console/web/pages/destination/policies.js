const FOR_EVER = 'PT0S';

/** The settings of a destination as fields of a form, whose values are texts. */
export function fieldsOf(destination) {
  const {partitions, priorities, retention, compression, deduplication, limits, timeToLive, exchange} = destination;
  if (exchange) {
    return [
      {id: 'type', label: 'Type', value: exchange.type, isFixed: true, hint: 'It stays as it was declared.'},
      {id: 'alternate', label: 'Alternate', value: exchange.alternate ?? '', hint: 'Gets what matches no binding.'},
      {id: 'unroutable', label: 'Without a match', value: exchange.unroutable, options: ['REJECT', 'DISCARD'],
        hint: 'If there is no alternate.'}
    ];
  }
  const number = (id, label, value, hint) => ({id, label, value: String(value), isNumber: true, hint});
  return [
    number('partitions', 'Partitions', partitions, 'More, never fewer.'),
    {...number('priorities', 'Lanes by priority', priorities, 'They stay as they were declared.'), isFixed: true},
    {id: 'cleanup', label: 'Cleanup', value: retention.cleanup, options: ['SETTLED', 'DELETE', 'COMPACT'],
      hint: 'Which old messages go.'},
    {id: 'maxAge', label: 'Kept for', value: retention.maxAge ?? FOR_EVER, hint: 'Such as P30D; PT0S for ever.'},
    number('maxBytes', 'Kept bytes of a partition', retention.maxBytes, '0 for any number.'),
    {id: 'tombstoneAge', label: 'Tombstones kept for', value: retention.tombstoneAge ?? '',
      hint: 'Of a compacted topic.'},
    {id: 'compression', label: 'Compression', value: compression, options: ['NONE', 'LZ4', 'ZSTD'],
      hint: 'Of old messages.'},
    {id: 'deduplication', label: 'Ids remembered for', value: deduplication, hint: 'Such as PT5M; PT0S for none.'},
    {id: 'timeToLive', label: 'Time to live', value: timeToLive,
      hint: 'Of messages that do not say it; PT0S for ever.'},
    number('maxMessages', 'Most messages that wait', limits.maxMessages, '0 for no limit.'),
    number('maxWaitingBytes', 'Most bytes that wait', limits.maxBytes, '0 for no limit.'),
    number('maxMessageBytes', 'Largest message, in bytes', limits.maxMessageBytes, '0 for that of the server.'),
    {id: 'overflow', label: 'When it is full', value: limits.overflow, options: ['REJECT', 'BLOCK', 'DISCARD_OLDEST'],
      hint: 'What becomes of more.'}
  ];
}

/** The fields whose values were edited: `{id, label, before, after}`. */
export function changesOf(fields, edited) {
  return fields
    .filter(({id, value}) => edited[id] !== undefined && edited[id].trim() !== value)
    .map(({id, label, value, isNumber}) => ({id, label, isNumber, before: value, after: edited[id].trim()}));
}

/** The body of the request that makes the changes. Groups of settings are replaced as a whole, so they are sent so. */
export function requestOf(destination, changes) {
  const values = Object.fromEntries(fieldsOf(destination).map(({id, value}) => [id, value]));
  for (const {id, label, isNumber, after} of changes) {
    if (isNumber && !/^\d+$/.test(after)) {
      throw new Error(`${label} is '${after}', and has to be a whole number.`);
    }
    values[id] = after;
  }
  const isChanged = (...ids) => changes.some(({id}) => ids.includes(id));
  const request = {};
  if (isChanged('alternate', 'unroutable')) {
    request.exchange = {alternate: values.alternate || undefined, unroutable: values.unroutable};
  }
  if (isChanged('partitions')) {
    request.partitions = Number(values.partitions);
  }
  if (isChanged('cleanup', 'maxAge', 'maxBytes', 'tombstoneAge')) {
    request.retention = {cleanup: values.cleanup, maxAge: values.maxAge, maxBytes: Number(values.maxBytes),
      tombstoneAge: values.tombstoneAge || undefined};
  }
  if (isChanged('maxMessages', 'maxWaitingBytes', 'maxMessageBytes', 'overflow')) {
    request.limits = {maxMessages: Number(values.maxMessages), maxBytes: Number(values.maxWaitingBytes),
      maxMessageBytes: Number(values.maxMessageBytes), overflow: values.overflow};
  }
  for (const id of ['compression', 'deduplication', 'timeToLive']) {
    if (isChanged(id)) {
      request[id] = values[id];
    }
  }
  return request;
}
