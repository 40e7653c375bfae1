package dev.skerry.operator.apiserver;

import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the running operator begin with: a namespace, its user, the vector store. */
abstract class SceneTest {
    static final String SPEC = "{repository: {url: \"https://git.example.org/team/flask.git\"}}";

    @ConfigProperty(name = "skerry.report.url")
    URI reports;

    @ConfigProperty(name = "skerry.vectors.url")
    URI store;

    Scene scene;
    User user;
    Points points;

    private final String purpose;

    /**
     * @param purpose begins the namespace's name
     */
    SceneTest(String purpose) {
        this.purpose = purpose;
    }

    @BeforeEach
    void begin() {
        scene = new Scene(purpose, reports);
        user = new User(scene);
        points = new Points(store);
    }

    @AfterEach
    void end() {
        try {
            if (points != null) points.close();
        } finally {
            if (scene != null) scene.close();
        }
    }
}
