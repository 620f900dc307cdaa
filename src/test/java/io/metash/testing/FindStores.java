package io.metash.testing;

import io.metash.client.Address;
import io.metash.client.ClientOptions;
import io.metash.client.MetaClient;
import io.metash.record.Cancel;
import io.metash.record.Failure;
import java.util.List;

/** Prints the ports, of those given, on which a meta service answers, with its last log index: {@code 40003 17}. */
public final class FindStores {
    private FindStores() {}

    public static void main(String[] ports) {
        for (String port : ports) {
            Address address = new Address("127.0.0.1", Integer.parseInt(port));
            try (MetaClient client =
                    new MetaClient(List.of(address), ClientOptions.STANDARD.within(5_000, 5_000), Cancel::new)) {
                System.out.println(port + " " + client.status().lastLogIndex());
            } catch (Failure otherPort) {
                // The Raft ports answer differently.
            }
        }
        System.exit(0);
    }
}
