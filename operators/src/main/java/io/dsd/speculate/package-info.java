/** Speculation: drafting, picking and accepting tokens; pure Java, knows neither Flink nor DJL. */
package io.dsd.speculate;
