/** Memory: what task managers that hold slices need, computed from the model's shapes. */
package io.dsd.job.memory;
