/** Prompts: records of the prompts topic, read, checked and turned into requests or refusals. */
package io.dsd.kafka.prompt;
