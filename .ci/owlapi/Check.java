import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.xml.parsers.DocumentBuilderFactory;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.TurtleDocumentFormat;
import org.semanticweb.owlapi.io.FileDocumentSource;
import org.semanticweb.owlapi.io.UnparsableOntologyException;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.MissingImportHandlingStrategy;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLDatatypeRestriction;
import org.semanticweb.owlapi.model.OWLImportsDeclaration;
import org.semanticweb.owlapi.model.OWLObject;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;
import org.semanticweb.owlapi.model.OWLOntologyID;
import org.semanticweb.owlapi.model.OWLOntologyIRIMapper;
import org.semanticweb.owlapi.model.OWLOntologyLoaderConfiguration;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.model.UnloadableImportException;
import org.semanticweb.owlapi.model.parameters.Imports;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.reasoner.InferenceType;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.semanticweb.owlapi.reasoner.OWLReasonerFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judges ontologies by OWLAPI, offline: loading with all imports by the catalog alone, the OWL 2
 * DL profile, and what each reasoner says of consistency and of unsatisfiable classes.
 *
 * <p>Usage: Check CATALOG SECONDS REASONER,REASONER,...|none CLASS|none FILE...
 *
 * <p>Prints a line of tab-separated fields for each thing it saw: loaded, fault, reasoner, and
 * members: what a reasoner finds to be of the class, with the types of everything worked out. Exit
 * code 0 when there is no fault, 1 when there is one, 2 for a wrong call.
 */
public class Check {
  private static final Map<String, String> FACTORIES =
      Map.of(
          "elk", "org.semanticweb.elk.owlapi.ElkReasonerFactory",
          "openllet", "openllet.owlapi.OpenlletReasonerFactory",
          "jfact", "uk.ac.manchester.cs.jfact.JFactFactory",
          "hermit", "org.semanticweb.HermiT.ReasonerFactory");

  /**
   * JFact 5.0.3 takes disjoint ranges of integers for overlapping ones and calls sound ontologies
   * inconsistent (tests/owl/fixtures/facets.ttl), so it judges the rest of the axioms.
   */
  private static final List<String> WITHOUT_FACETS = List.of("jfact");

  private static int faults = 0;
  private static OWLOntologyManager manager;

  public static void main(String[] args) throws Exception {
    if (args.length < 5) {
      System.err.println("usage: Check CATALOG SECONDS REASONER,...|none CLASS|none FILE...");
      System.exit(2);
    }
    refuseNetwork();
    Map<IRI, IRI> catalog = readCatalog(new File(args[0]));
    long seconds = Long.parseLong(args[1]);
    for (String file : List.of(args).subList(4, args.length)) {
      OWLOntology ontology = load(new File(file), catalog);
      if (ontology == null) {
        continue;
      }
      for (OWLProfileViolation violation :
          new OWL2DLProfile().checkOntology(ontology).getViolations()) {
        fault("profile", file, violation.getClass().getSimpleName(), violation.toString());
      }
      for (String name : args[2].equals("none") ? new String[0] : args[2].split(",")) {
        reason(name, ontology, file, seconds, args[3]);
      }
    }
    // exit, not return: a reasoner that ran into its time limit may still hold a thread
    System.exit(faults == 0 ? 0 : 1);
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

  private static Map<IRI, IRI> readCatalog(File file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    NodeList entries = factory.newDocumentBuilder().parse(file).getElementsByTagName("uri");
    Map<IRI, IRI> found = new HashMap<>();
    for (int i = 0; i < entries.getLength(); i++) {
      Element entry = (Element) entries.item(i);
      File document = new File(file.toURI().resolve(entry.getAttribute("uri")));
      if (!document.isFile()) {
        fault("catalog", file.getPath(), entry.getAttribute("name"), "no such file: " + document);
      }
      found.put(IRI.create(entry.getAttribute("name")), IRI.create(document));
    }
    if (found.isEmpty()) {
      fault("catalog", file.getPath(), "", "the catalog has no uri entry");
    }
    return found;
  }

  /** The ontology with its imports, or null after printing why there is none. */
  private static OWLOntology load(File file, Map<IRI, IRI> catalog) {
    try {
      OWLOntology root = loaded(file, catalog);
      for (OWLOntology each : (Iterable<OWLOntology>) root.importsClosure()::iterator) {
        String iri = each.getOntologyID().getOntologyIRI().map(IRI::toString).orElse("");
        IRI document = manager.getOntologyDocumentIRI(each);
        print("loaded", file.getPath(), iri, document.getShortForm(), "" + each.getAxiomCount());
        checkImports(each, manager, file);
        if (!(manager.getOntologyFormat(each) instanceof TurtleDocumentFormat)) {
          fault("load", file.getPath(), iri, "was not read as Turtle, so it is not valid Turtle");
        }
      }
      return root;
    } catch (UnloadableImportException missing) {
      String what = missing.getImportsDeclaration().getIRI().toString();
      fault("import", file.getPath(), what, "not in the catalog, or not loadable: " + why(missing));
    } catch (Exception other) {
      fault("load", file.getPath(), "", why(other));
    }
    manager = null; // it may hold half of what failed
    return null;
  }

  /** What one file shares with another is read once; each is still judged by its own imports. */
  private static OWLOntology loaded(File file, Map<IRI, IRI> catalog)
      throws OWLOntologyCreationException {
    if (manager == null) {
      manager = OWLManager.createOWLOntologyManager();
      OWLOntologyIRIMapper mapper = catalog::get;
      manager.getIRIMappers().set(mapper);
      manager.setOntologyLoaderConfiguration(
          new OWLOntologyLoaderConfiguration()
              .setMissingImportHandlingStrategy(MissingImportHandlingStrategy.THROW_EXCEPTION));
    }
    IRI document = IRI.create(file.getAbsoluteFile());
    for (OWLOntology each : (Iterable<OWLOntology>) manager.ontologies()::iterator) {
      if (manager.getOntologyDocumentIRI(each).equals(document)) {
        return each;
      }
    }
    return manager.loadOntologyFromOntologyDocument(
        new FileDocumentSource(file.getAbsoluteFile()), manager.getOntologyLoaderConfiguration());
  }

  /** OWLAPI takes what the catalog leads to, even if that is another ontology. */
  private static void checkImports(OWLOntology ontology, OWLOntologyManager manager, File file) {
    for (OWLImportsDeclaration declared :
        (Iterable<OWLImportsDeclaration>) ontology.importsDeclarations()::iterator) {
      OWLOntologyID id = manager.getImportedOntology(declared).getOntologyID();
      if (!id.match(declared.getIRI())) {
        String what = declared.getIRI().toString();
        fault("catalog", file.getPath(), what, "the catalog leads to another ontology: " + id);
      }
    }
  }

  /** The shortest true cause: OWLAPI reports the complaint of every parser it tried. */
  private static String why(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof UnparsableOntologyException) {
        for (Map.Entry<?, ? extends Throwable> tried :
            ((UnparsableOntologyException) at).getExceptions().entrySet()) {
          if (tried.getKey().getClass().getSimpleName().startsWith("Turtle")) {
            return "" + tried.getValue().getMessage();
          }
        }
      }
    }
    return error.getClass().getSimpleName() + " " + error.getMessage();
  }

  private static void reason(
      String name, OWLOntology ontology, String file, long seconds, String members)
      throws Exception {
    OWLReasonerFactory factory;
    try {
      Class<?> type = Class.forName(FACTORIES.get(name));
      factory = (OWLReasonerFactory) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | NullPointerException missing) {
      fault("reasoner", file, name, "is not in the jars");
      return;
    }
    OWLOntology judged = ontology;
    String left = "";
    if (WITHOUT_FACETS.contains(name)) {
      judged = withoutFacets(ontology);
      long count = ontology.axioms(Imports.INCLUDED).distinct().count() - judged.getAxiomCount();
      left = count == 0 ? "" : "without " + count + " axioms on facets of datatypes";
    }
    ExecutorService thread = Executors.newSingleThreadExecutor();
    long start = System.nanoTime();
    Future<Verdict> work = thread.submit(verdict(factory, judged, members));
    try {
      Verdict found = work.get(seconds, TimeUnit.SECONDS);
      double took = (System.nanoTime() - start) / 1e9;
      if (!found.consistent) {
        fault("inconsistent", file, name, "the ontology has no model");
        return;
      }
      print("reasoner", file, name, "consistent", String.format("%.1f s", took), left);
      for (String iri : found.unsatisfiable) {
        fault("unsatisfiable", file, name, iri);
      }
      if (!members.equals("none")) {
        print("members", file, name, String.join(" ", found.members));
      }
    } catch (TimeoutException slow) {
      fault("timeout", file, name, "no verdict within " + seconds + " s");
    } catch (ExecutionException failed) {
      fault("reasoner", file, name, why(failed.getCause()));
    } finally {
      thread.shutdownNow();
    }
  }

  private static OWLOntology withoutFacets(OWLOntology ontology) throws OWLOntologyCreationException {
    List<OWLAxiom> kept = new ArrayList<>();
    for (OWLAxiom axiom : (Iterable<OWLAxiom>) ontology.axioms(Imports.INCLUDED)::iterator) {
      if (!hasFacet(axiom)) {
        kept.add(axiom);
      }
    }
    return OWLManager.createOWLOntologyManager().createOntology(kept);
  }

  private static boolean hasFacet(Object part) {
    if (part instanceof OWLDatatypeRestriction) {
      return true;
    }
    if (part instanceof Collection) {
      return ((Collection<?>) part).stream().anyMatch(Check::hasFacet);
    }
    return part instanceof OWLObject
        && ((OWLObject) part).components().anyMatch(Check::hasFacet);
  }

  /** What a reasoner says: the unsatisfiable classes and the members of a class, by their IRIs. */
  private static final class Verdict {
    boolean consistent;
    final TreeSet<String> unsatisfiable = new TreeSet<>();
    final TreeSet<String> members = new TreeSet<>();
  }

  private static Callable<Verdict> verdict(
      OWLReasonerFactory factory, OWLOntology ontology, String members) {
    return () -> {
      Verdict found = new Verdict();
      OWLReasoner reasoner = factory.createReasoner(ontology);
      found.consistent = reasoner.isConsistent();
      if (!found.consistent) {
        return found;
      }
      for (OWLClass each : reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()) {
        found.unsatisfiable.add(each.getIRI().toString());
      }
      if (!members.equals("none")) {
        reasoner.precomputeInferences(InferenceType.CLASS_HIERARCHY, InferenceType.CLASS_ASSERTIONS);
        OWLClass asked = ontology.getOWLOntologyManager().getOWLDataFactory().getOWLClass(members);
        reasoner
            .getInstances(asked, false)
            .entities()
            .forEach(each -> found.members.add(each.getIRI().toString()));
      }
      return found;
    };
  }

  private static void fault(String... fields) {
    faults++;
    print("fault", fields);
  }

  private static void print(String kind, String... fields) {
    StringBuilder line = new StringBuilder(kind);
    for (String field : fields) {
      line.append('\t').append(field.replaceAll("\\s+", " "));
    }
    System.out.println(line);
  }
}
