package io.dsd.job.options;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the configuration file's readers must know about one component of {@link Options}: the only
 * source of its default, its range and its meaning. Its key follows from the component's name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /** The default of a setting that must be given. */
  String REQUIRED = "<required>";

  /** The value where the file has none, written as in the file. */
  String fallback() default REQUIRED;

  /** The smallest value allowed, written as in the file; empty for no limit. */
  String min() default "";

  /** Whether {@link #min()} itself is not allowed. */
  boolean aboveMin() default false;

  /** The largest value allowed, written as in the file; empty for no limit. */
  String max() default "";

  /** What it does, in sentences for the person who sets it. */
  String meaning();
}
