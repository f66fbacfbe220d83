/** What dsd changes of Flink's own network, for links that take long. */
package io.dsd.network;
