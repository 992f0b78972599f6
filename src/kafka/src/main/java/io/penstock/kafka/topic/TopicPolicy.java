package io.penstock.kafka.topic;

/**
 * How topics are made and what they have to be.
 *
 * @param replicas how many copies Kafka keeps of a topic that is made, and at least of one that exists
 * @param minInSyncReplicas how many of them have what is acknowledged
 * @param createTopics whether topics are made, changed and deleted; otherwise somebody else does so, and they are only
 *     checked
 * @param maxMessageBytes of the largest batch of records that is written
 */
public record TopicPolicy(int replicas, int minInSyncReplicas, boolean createTopics, int maxMessageBytes) {}
