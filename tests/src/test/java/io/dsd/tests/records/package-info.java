/** Records: what the job makes of the records that people really send. */
package io.dsd.tests.records;
