import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.RDFXMLDocumentFormat;
import org.semanticweb.owlapi.formats.TurtleDocumentFormat;
import org.semanticweb.owlapi.io.FileDocumentSource;
import org.semanticweb.owlapi.model.MissingImportHandlingStrategy;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyLoaderConfiguration;

/**
 * Compares what OWLAPI reads from files in several syntaxes, offline: the first file is Turtle and
 * the measure, .rdf is RDF/XML, .nt N-Triples.
 *
 * <p>Usage: Compare REFERENCE.ttl FILE...
 *
 * <p>Prints a line of tab-separated fields for each thing it saw: read (with the number of axioms,
 * of those with an individual without a name, of classes and of individuals), missing, extra. Labels of such individuals
 * differ from file to file, so their axioms compare with every label replaced. Exit code 0 when
 * all files say the same, 1 when one does not, 2 for a wrong call.
 */
public class Compare {
  public static void main(String[] args) throws Exception {
    if (args.length < 2) {
      System.err.println("usage: Compare REFERENCE.ttl FILE...");
      System.exit(2);
    }
    refuseNetwork();
    Set<Object> reference = null;
    boolean same = true;
    for (String file : args) {
      OWLOntology ontology = load(file);
      Set<Object> contents = contents(ontology);
      long anonymous = ontology.axioms().filter(Compare::hasAnonymous).count();
      print(
          "read",
          file,
          "" + ontology.getAxiomCount(),
          "" + anonymous,
          "" + ontology.classesInSignature().count(),
          "" + ontology.individualsInSignature().count());
      if (reference == null) {
        reference = contents;
      }
      same &= reference.equals(contents);
      report("missing", file, reference, contents);
      report("extra", file, contents, reference);
    }
    System.exit(same ? 0 : 1);
  }

  private static OWLOntology load(String file) throws Exception {
    OWLDocumentFormat format =
        switch (file.substring(file.lastIndexOf('.'))) {
          case ".rdf" -> new RDFXMLDocumentFormat();
          default -> new TurtleDocumentFormat(); // N-Triples are Turtle, too
        };
    FileDocumentSource source = new FileDocumentSource(new File(file), format);
    OWLOntologyLoaderConfiguration offline =
        new OWLOntologyLoaderConfiguration()
            .setMissingImportHandlingStrategy(MissingImportHandlingStrategy.SILENT);
    return OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source, offline);
  }

  /** Everything an ontology says: axioms and annotations by OWLAPI's own equality. */
  private static Set<Object> contents(OWLOntology ontology) {
    Set<Object> found = new HashSet<>();
    found.add(ontology.getOntologyID());
    ontology.annotations().forEach(found::add);
    ontology.importsDeclarations().forEach(found::add);
    ontology.axioms().forEach(each -> found.add(hasAnonymous(each) ? unlabelled(each) : each));
    return found;
  }

  private static String unlabelled(OWLAxiom axiom) {
    return axiom.toString().replaceAll("_:[A-Za-z0-9]+", "_:individual");
  }

  private static boolean hasAnonymous(OWLAxiom axiom) {
    return axiom.anonymousIndividuals().findAny().isPresent();
  }

  private static void report(String kind, String file, Set<Object> from, Set<Object> without) {
    from.stream()
        .filter(each -> !without.contains(each))
        .map(Object::toString)
        .sorted()
        .forEach(each -> print(kind, file, each));
  }

  /** Whatever a library tries, no connection is opened. */
  private static void refuseNetwork() {
    URL.setURLStreamHandlerFactory(
        protocol -> {
          if (!List.of("http", "https", "ftp").contains(protocol)) {
            return null;
          }
          return new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) throws IOException {
              throw new IOException("refused to fetch " + url + ": this check is offline");
            }
          };
        });
  }

  private static void print(String... fields) {
    System.out.println(
        List.of(fields).stream().map(each -> each.replaceAll("\\s+", " "))
            .collect(Collectors.joining("\t")));
  }
}
