/** Broker: a real Kafka broker inside this JVM, for the embedded default and for tests. */
package io.dsd.kafka.broker;
