package io.dsd.job.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.policy.Costs;
import io.dsd.speculate.simulation.Contest;
import io.dsd.speculate.simulation.Scenario;
import java.io.IOException;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * Simulated results as text and as JSON; each says that it is simulated.
 *
 * @param acceptance as the user gave it
 * @param seed of the texts
 * @param contests one for each scenario, at least one
 */
record SimulationReport(String acceptance, long seed, List<Contest> contests) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  SimulationReport {
    contests = List.copyOf(contests);
  }

  /** One scenario: a line for each strategy. */
  String scenario() {
    Contest contest = contests.get(0);
    Costs costs = contest.scenario().costs();
    StringBuilder text =
        new StringBuilder(
            format(
                "Simulated, not measured: %d slices, links of %.4g ms, %s%n%n",
                costs.slices(), costs.links() / costs.slices(), rest(contest.scenario())));
    text.append(
        format(
            "%-18s %-28s %14s %12s %8s%n",
            "simulated", "plan", "tokens/s", "closed form", "x plain"));
    double plain = contest.entries().get(0).simulated();
    for (Contest.Entry entry : contest.entries()) {
      text.append(
          format(
              "%-18s %-28s %14.2f %12.2f %8.2f%n",
              entry.name(),
              plan(entry.plan()),
              entry.simulated(),
              entry.closedForm(),
              entry.simulated() / plain));
    }
    return text.append(
            format("%nThe policy's plan is the one that it chooses if it knows the truth.%n"))
        .toString();
  }

  /** Many scenarios: a line for each. */
  String grid() {
    StringBuilder text =
        new StringBuilder(
            format("Simulated, not measured: tokens/s, %s%n%n", rest(contests.get(0).scenario())));
    text.append(
        format(
            "%6s %7s %10s %10s %10s %10s %10s %8s %8s  %s%n",
            "slices",
            "link ms",
            "plain",
            "chain of 8",
            "best chain",
            "best tree",
            "policy",
            "x plain",
            "x best",
            "policy's plan"));
    for (Contest contest : contests) {
      Costs costs = contest.scenario().costs();
      text.append(format("%6d %7.4g", costs.slices(), costs.links() / costs.slices()));
      for (Contest.Entry entry : contest.entries()) {
        text.append(format(" %10.2f", entry.simulated()));
      }
      Contest.Entry policy = contest.policy();
      text.append(
          format(
              " %8.2f %8.3f  %s%n",
              policy.simulated() / contest.entries().get(0).simulated(),
              policy.simulated() / contest.bestFixed(),
              plan(policy.plan())));
    }
    return text.append(
            format("%nThe policy's plan is the one that it chooses if it knows the truth.%n"))
        .toString();
  }

  private String rest(Scenario scenario) {
    Costs costs = scenario.costs();
    DoubleSummaryStatistics launch =
        contests.stream()
            .mapToDouble(contest -> contest.scenario().costs().launch())
            .summaryStatistics();
    String forward =
        launch.getMin() == launch.getMax()
            ? format("%.4g", launch.getMin())
            : format("%.4g to %.4g", launch.getMin(), launch.getMax());
    return format(
        "jitter up to %.4g ms, a forward pass %s ms and %.4g ms per token, a draft level %.4g ms,"
            + " acceptance %s, sequences: %d, seed %d",
        scenario.jitter(),
        forward,
        costs.token(),
        costs.draft(),
        acceptance,
        scenario.sequences(),
        seed);
  }

  private static String plan(DraftPlan plan) {
    if (plan.shape().isNothing()) {
      return "nothing drafted";
    }
    String shape =
        plan.shape().nodes() == plan.shape().depth()
            ? "chain of " + plan.shape().depth()
            : format("%d nodes, %d deep", plan.shape().nodes(), plan.shape().depth());
    return plan.window() == 1 ? shape : shape + ", window " + plan.window();
  }

  /** All of it. */
  String json() throws IOException {
    ObjectNode all = JSON.createObjectNode();
    all.put("simulated", true).put("acceptance", acceptance).put("seed", seed);
    ArrayNode points = all.putArray("points");
    for (Contest contest : contests) {
      ObjectNode point = points.addObject();
      Costs costs = contest.scenario().costs();
      point
          .put("slices", costs.slices())
          .put("link_ms", costs.links() / costs.slices())
          .put("jitter_ms", contest.scenario().jitter())
          .put("launch_ms", costs.launch())
          .put("token_ms", costs.token())
          .put("draft_level_ms", costs.draft())
          .put("sequences", contest.scenario().sequences());
      ArrayNode strategies = point.putArray("strategies");
      for (Contest.Entry entry : contest.entries()) {
        strategies
            .addObject()
            .put("name", entry.name())
            .put("depth", entry.plan().shape().depth())
            .put("nodes", entry.plan().shape().nodes())
            .put("window", entry.plan().window())
            .put("simulated_tokens_per_second", entry.simulated())
            .put("closed_form_tokens_per_second", entry.closedForm());
      }
    }
    return JSON.writeValueAsString(all) + System.lineSeparator();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
