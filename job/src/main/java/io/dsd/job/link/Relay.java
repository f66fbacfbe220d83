package io.dsd.job.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP relay on loopback that delays what passes it, in both directions: what stands for the link
 * to a task manager that is really on the same machine. A tool of tests, not a part of production.
 *
 * <p>All connections share the bandwidth. A connection to the probe port takes the same way, but to
 * an echo, so that a link can be measured without the task manager behind it.
 */
public final class Relay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final int CONNECT_MILLIS = 5_000;

  private final String name;
  private final long capacity;
  private final LinkClock toServer;
  private final LinkClock toClient;
  private final List<ServerSocket> doors = new CopyOnWriteArrayList<>();
  private final List<RelayedConnection> connections = new CopyOnWriteArrayList<>();
  private final Echo echo;

  /**
   * A relay that nobody can connect to yet.
   *
   * @param name for threads and logs
   */
  public Relay(String name, LinkShape shape) throws IOException {
    this.name = name;
    this.capacity = Transit.capacity(shape);
    long now = System.nanoTime();
    this.toServer = new LinkClock(shape, name.hashCode(), now);
    this.toClient = new LinkClock(shape, ~(long) name.hashCode(), now);
    this.echo = Echo.start(name);
  }

  /**
   * Accepts connections to a target.
   *
   * @param port on loopback; 0 for any that is free
   * @return the port
   * @throws IOException if the port is busy
   */
  public int relay(int port, InetSocketAddress target) throws IOException {
    ServerSocket door = new ServerSocket(port, 128, Loopback.address());
    doors.add(door);
    Thread thread = new Thread(() -> accept(door, target), name + " accepts");
    thread.setDaemon(true);
    thread.start();
    return door.getLocalPort();
  }

  /** Accepts connections to an echo behind the link; the port. */
  public int relayProbes(int port) throws IOException {
    return relay(port, echo.address());
  }

  /** Lets nothing pass for so long, in both directions; afterwards comes what was held. */
  public void stall(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    toServer.stall(until);
    toClient.stall(until);
  }

  private void accept(ServerSocket door, InetSocketAddress target) {
    while (!door.isClosed()) {
      try {
        connect(door.accept(), target);
      } catch (IOException failure) {
        if (!door.isClosed()) {
          LOG.warn("{} could not take a connection", name, failure);
        }
      }
    }
  }

  private void connect(Socket client, InetSocketAddress target) throws IOException {
    Socket server = new Socket();
    try {
      server.connect(target, CONNECT_MILLIS);
      RelayedConnection connection =
          new RelayedConnection(name, client, server, toServer, toClient, capacity);
      connections.removeIf(each -> !each.isOpen());
      connections.add(connection);
      connection.start();
    } catch (IOException unreachable) {
      // the client sees what it would see of a machine that is down
      client.close();
      server.close();
      LOG.info("{}: nobody answers at {}: {}", name, target, unreachable.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket door : doors) {
      door.close();
    }
    connections.forEach(RelayedConnection::close);
    echo.close();
  }
}
