/** Types: how Flink carries and stores messages. */
package io.dsd.operator.type;
