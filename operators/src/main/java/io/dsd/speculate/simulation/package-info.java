/**
 * Simulation: rounds over slices and links, played through with a clock that an event queue turns.
 */
package io.dsd.speculate.simulation;
