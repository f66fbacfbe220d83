/** The draft operator: owns every sequence, proposes blocks, reads verdicts, lets answers out. */
package io.dsd.operator.draft;
