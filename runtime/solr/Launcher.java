import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import javax.servlet.DispatcherType;
import org.apache.solr.servlet.CoreContainerProvider;
import org.apache.solr.servlet.SolrDispatchFilter;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;

/** Solr in an embedded Jetty: arguments are the address, the port and Solr's home folder. */
public final class Launcher {
    private Launcher() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("solr.solr.home", Path.of(args[2]).toAbsolutePath().toString());
        Server server = new Server(new InetSocketAddress(args[0], Integer.parseInt(args[1])));
        ServletContextHandler context = new ServletContextHandler(server, "/solr");
        context.addEventListener(new CoreContainerProvider());
        context.addFilter(SolrDispatchFilter.class, "/*", EnumSet.of(DispatcherType.REQUEST));
        // The filter answers every path; without a servlet behind it Jetty would not run the filter chain.
        context.addServlet(org.eclipse.jetty.servlet.DefaultServlet.class, "/");
        server.setStopAtShutdown(true);
        server.setHandler(context);
        server.start();
        server.join();
    }
}
