package io.dsd.job.link;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection through a relay: two sockets and the two directions between them. */
final class RelayedConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RelayedConnection.class);

  private final Socket client;
  private final Socket server;
  private final Direction there;
  private final Direction back;
  private final AtomicInteger open = new AtomicInteger(2);

  /** A connection of two sockets that are connected and stay its own. */
  RelayedConnection(
      String name,
      Socket client,
      Socket server,
      LinkClock toServer,
      LinkClock toClient,
      long capacity)
      throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    this.client = client;
    this.server = server;
    this.there =
        new Direction(
            name + " there", client, server, toServer, capacity, this::ended, this::close);
    this.back =
        new Direction(name + " back", server, client, toClient, capacity, this::ended, this::close);
  }

  void start() {
    there.start();
    back.start();
  }

  private void ended() {
    if (open.decrementAndGet() == 0) {
      close();
    }
  }

  boolean isOpen() {
    return !client.isClosed();
  }

  @Override
  public void close() {
    there.close();
    back.close();
    close(client);
    close(server);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException already) {
      LOG.debug("{} did not close", socket, already);
    }
  }
}
