package io.dsd.job.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** A job manager's REST interface, as far as status needs it. */
@FunctionalInterface
public interface Rest {

  /**
   * What it answers to a path.
   *
   * @throws IOException if it does not
   */
  JsonNode get(String path) throws IOException;
}
