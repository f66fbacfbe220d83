package io.dsd.job.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a cluster between two commands.
 *
 * @param startedMillis when it was started
 * @param jobManager the REST endpoint, {@code host:port}
 * @param brokers the broker, {@code host:port}; empty until it is known
 * @param link what was asked of the links, in words
 * @param members its processes, in the order of their start
 * @param links the links as they were measured at the start
 */
public record ClusterState(
    long startedMillis,
    String jobManager,
    String brokers,
    String link,
    List<Member> members,
    List<MeasuredLink> links) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps copies. */
  public ClusterState {
    members = List.copyOf(members);
    links = List.copyOf(links);
  }

  /** The state in a folder, if there is a cluster. */
  static Optional<ClusterState> read(ClusterFolder folder) {
    try {
      return Optional.of(JSON.readValue(folder.state().toFile(), ClusterState.class));
    } catch (NoSuchFileException | FileNotFoundException none) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new ClusterException(
          "%s cannot be read: %s; if no process of a cluster is left, remove it"
              .formatted(folder.state(), unreadable.getMessage()),
          unreadable);
    }
  }

  /** Stores it; who reads at the same time sees the former state or this one. */
  void write(ClusterFolder folder) throws IOException {
    Path next = folder.home().resolve("state.json.new");
    Files.writeString(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
    Files.move(next, folder.state(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** With another member, which takes the place of the one of its name. */
  ClusterState with(Member member) {
    boolean known = find(member.name()).isPresent();
    List<Member> next =
        known
            ? members.stream()
                .map(each -> each.name().equals(member.name()) ? member : each)
                .toList()
            : Stream.concat(members.stream(), Stream.of(member)).toList();
    return new ClusterState(startedMillis, jobManager, brokers, link, next, links);
  }

  /** The member of that name. */
  public Optional<Member> find(String name) {
    return members.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  ClusterState withBrokers(String address) {
    return new ClusterState(startedMillis, jobManager, address, link, members, links);
  }

  ClusterState withLinks(List<MeasuredLink> measured) {
    return new ClusterState(startedMillis, jobManager, brokers, link, members, measured);
  }
}
