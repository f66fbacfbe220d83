/** Administration: what is checked and made on the brokers before the job starts. */
package io.dsd.kafka.admin;
