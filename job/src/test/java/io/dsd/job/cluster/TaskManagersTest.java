package io.dsd.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TaskManagersTest {

  @Test
  void aDraftApartHasATaskManagerAndSparesCanTakeItOver() {
    TaskManagers apart = new TaskManagers(2, true, 1, 1);
    assertThat(apart.names()).containsExactly("slice-0", "slice-1", "draft", "spare-0");
    assertThat(apart.resources("slice-1")).containsExactly("slice1");
    assertThat(apart.resources("draft")).containsExactly("draft");
    assertThat(apart.resources("spare-0")).containsExactly("slice0", "slice1", "draft");
  }

  @Test
  void otherwiseThereIsNone() {
    TaskManagers together = new TaskManagers(2, false, 1, 1);
    assertThat(together.names()).containsExactly("slice-0", "slice-1", "spare-0");
    assertThat(together.resources("spare-0")).containsExactly("slice0", "slice1");
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new TaskManagers(0, false, 0, 1))
        .hasMessage("--slices: '0' is not allowed; give a whole number, 1 or more");
    assertThatThrownBy(() -> new TaskManagers(1, false, -1, 1))
        .hasMessage("--spares: '-1' is not allowed; give a whole number, 0 or more");
    assertThatThrownBy(() -> TaskManagers.ofSlices(1).withParallelism(0))
        .hasMessage("--parallelism: '0' is not allowed; give a whole number, 1 or more");
  }
}
