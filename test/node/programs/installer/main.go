// Stands in for kata-deploy: it does to the API what that does, in the same order, and nothing to the node. It brings no
// hypervisor and no configuration: the handlers that it waits for have to be there.
//
// Followed: `install`, `install_stage_label`, `cleanup` of tools/packaging/kata-deploy/binary/src/main.rs,
// `own_daemonset_exists` and `remove_node_taints` of its k8s/client.rs, and health.rs.
package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	account      = "/var/run/secrets/kubernetes.io/serviceaccount/"
	runtimeLabel = "katacontainers.io/kata-runtime"
	ownLabel     = "kata-deploy.katacontainers.io/default"
)

var (
	node      = os.Getenv("NODE_NAME")
	daemonSet = os.Getenv("DAEMONSET_NAME")
	client    = &http.Client{Timeout: 30 * time.Second}
)

type object map[string]any

func (o object) at(keys ...string) any {
	var value any = map[string]any(o)
	for _, key := range keys {
		fields, _ := value.(map[string]any)
		value = fields[key]
	}
	return value
}

func read(file string) []byte {
	content, err := os.ReadFile(account + file)
	if err != nil {
		log.Fatal(err)
	}
	return content
}

// Calls the API server with the token of the pod; a status of an error is one.
func call(method, path string, body any) (object, int, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, 0, err
	}
	request, err := http.NewRequest(method, "https://"+os.Getenv("KUBERNETES_SERVICE_HOST")+path, bytes.NewReader(data))
	if err != nil {
		return nil, 0, err
	}
	request.Header.Set("Authorization", "Bearer "+string(read("token")))
	request.Header.Set("Content-Type", "application/merge-patch+json")
	response, err := client.Do(request)
	if err != nil {
		return nil, 0, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, 0, err
	}
	if response.StatusCode >= 300 {
		return nil, response.StatusCode, fmt.Errorf("%s %s: %s", method, path, text)
	}
	var answer object
	return answer, response.StatusCode, json.Unmarshal(text, &answer)
}

func patchLabels(labels object) error {
	_, _, err := call("PATCH", "/api/v1/nodes/"+node, object{"metadata": object{"labels": labels}})
	return err
}

func servedHandlers() (map[string]bool, object, error) {
	it, _, err := call("GET", "/api/v1/nodes/"+node, nil)
	served := map[string]bool{}
	handlers, _ := it.at("status", "runtimeHandlers").([]any)
	for _, handler := range handlers {
		name, _ := handler.(map[string]any)["name"].(string)
		served[name] = true
	}
	return served, it, err
}

// The node reports a handler for each shim, or it is not installed.
func waitForHandlers() error {
	deadline := time.Now().Add(120 * time.Second)
	for {
		served, _, err := servedHandlers()
		missing := []string{}
		for _, shim := range strings.Fields(os.Getenv("SHIMS_X86_64")) {
			if !served["kata-"+shim] {
				missing = append(missing, "kata-"+shim)
			}
		}
		if err == nil && len(missing) == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("node %s does not report %v: %v", node, missing, err)
		}
		time.Sleep(2 * time.Second)
	}
}

func removeStartupTaints() error {
	it, _, err := call("GET", "/api/v1/nodes/"+node, nil)
	if err != nil {
		return err
	}
	matchers := map[string]bool{}
	for _, matcher := range strings.FieldsFunc(os.Getenv("STARTUP_TAINTS"), func(r rune) bool { return r == ',' || r == ' ' }) {
		matchers[matcher] = true
	}
	taints, _ := it.at("spec", "taints").([]any)
	retained := []any{}
	for _, taint := range taints {
		fields := object(taint.(map[string]any))
		key, effect := fields.at("key").(string), fields.at("effect").(string)
		if !matchers[key] && !matchers[key+":"+effect] {
			retained = append(retained, taint)
		}
	}
	if len(retained) == len(taints) {
		log.Print("no startup taint to remove")
		return nil
	}
	_, _, err = call("PATCH", "/api/v1/nodes/"+node, object{"spec": object{"taints": retained}})
	return err
}

func install() error {
	it, _, err := call("GET", "/api/v1/nodes/"+node, nil)
	if err != nil {
		return err
	}
	if it.at("metadata", "labels", runtimeLabel) == nil {
		if err := patchLabels(object{runtimeLabel: "false", ownLabel: "false"}); err != nil {
			return err
		}
	}
	if err := waitForHandlers(); err != nil {
		return err
	}
	if err := patchLabels(object{runtimeLabel: "true", ownLabel: "true"}); err != nil {
		return err
	}
	return removeStartupTaints()
}

func cleanup() error {
	namespace := string(read("namespace"))
	own, status, err := call("GET", "/apis/apps/v1/namespaces/"+namespace+"/daemonsets/"+daemonSet, nil)
	if err != nil && status != http.StatusNotFound {
		return err
	}
	if err == nil && own.at("metadata", "deletionTimestamp") == nil {
		log.Printf("DaemonSet %s still exists, skipping all cleanup", daemonSet)
		return nil
	}
	return patchLabels(object{runtimeLabel: nil, ownLabel: nil})
}

func main() {
	log.SetFlags(0)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(read("ca.crt"))
	client.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: "kubernetes.default.svc"}}

	var ready atomic.Bool
	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) })
	http.HandleFunc("/readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	go func() { log.Fatal(http.ListenAndServe(":"+os.Getenv("HEALTH_PORT"), nil)) }()

	term := make(chan os.Signal, 1)
	signal.Notify(term, syscall.SIGTERM)
	installed := make(chan error, 1)
	go func() { installed <- install() }()
	select {
	case err := <-installed:
		if err != nil {
			log.Fatal(err)
		}
		log.Printf("node %s is installed", node)
		ready.Store(true)
		<-term
	case <-term:
	}
	// Whoever removes a node's labels must not be stopped by the restart that follows, so the exit status is 0 all the same.
	if err := cleanup(); err != nil {
		log.Printf("Cleanup on SIGTERM failed: %v", err)
		return
	}
	log.Print("cleaned up")
}
