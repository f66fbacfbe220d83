/** Options: what the job is told about Kafka. */
package io.dsd.kafka.option;
