"""Speaks to the built server with Python's own gRPC, and shows how a client is written.

    python test_service.py PATH/TO/outlay

The stubs are made from the proto files when the test starts.
"""

import hashlib
import importlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import grpc
import grpc_tools.protoc
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROTOS = ROOT / "Sources/SimulationAPI/Protos"
PROGRAM = None
SCENARIOS = ROOT / "Scenarios"


def make_stubs(directory):
    files = [str(path.relative_to(PROTOS)) for path in PROTOS.glob("outlay/v1/*.proto")]
    arguments = ["protoc", f"-I{PROTOS}", f"--python_out={directory}", f"--grpc_python_out={directory}"]
    if grpc_tools.protoc.main(arguments + files) != 0:
        raise RuntimeError("the stubs cannot be made")
    sys.path.insert(0, str(directory))


class Server:
    """A server with its data in a directory, which another server can take over."""

    def __init__(self, data, *options):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--port=0", f"--data={data}", f"--policies={SCENARIOS / 'policies'}", *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        self.port = int(line.rsplit(":", 1)[1])
        self.channel = grpc.insecure_channel(f"127.0.0.1:{self.port}")

    def end(self, number=signal.SIGTERM):
        self.channel.close()
        self.process.send_signal(number)
        status = self.process.wait(timeout=30)
        self.process.stdout.close()
        return status


class ServiceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stubs = tempfile.TemporaryDirectory()
        make_stubs(cls.stubs.name)
        for name in ["questions", "catalogue", "populations", "simulation", "batches"]:
            setattr(cls, name, importlib.import_module(f"outlay.v1.{name}_pb2"))
            setattr(cls, f"{name}_grpc", importlib.import_module(f"outlay.v1.{name}_pb2_grpc"))

    def setUp(self):
        self.data = tempfile.TemporaryDirectory()
        self.server = Server(self.data.name)

    def tearDown(self):
        if self.server.process.poll() is None:
            self.server.end()
        self.data.cleanup()

    def scenario(self, name):
        return self.questions.Scenario(yaml=(SCENARIOS / name).read_bytes(), display_name=name)

    def bring_sample(self):
        ledger = SCENARIOS / "ledgers/sample"
        request = self.populations.ImportPopulationRequest

        def messages():
            yield request(header=request.Header(policy="cixi-2017-06", display_name="sample"))
            data = (ledger / "enterprises.csv").read_bytes()
            yield request(block=request.FileBlock(register=True, data=data))
            for sheet in sorted((ledger / "claims").glob("*.csv")):
                yield request(block=request.FileBlock(measure=sheet.stem, data=sheet.read_bytes()))

        stub = self.populations_grpc.PopulationServiceStub(self.server.channel)
        return stub.ImportPopulation(messages())

    def run_locally(self, *arguments):
        with tempfile.TemporaryDirectory() as directory:
            subprocess.run(
                [PROGRAM, *arguments, f"--out={directory}/out", "--lang=en"], check=True, capture_output=True
            )
            return {path.name: path.read_bytes() for path in pathlib.Path(directory, "out").iterdir()}

    def fails(self, code, call):
        with self.assertRaises(grpc.RpcError) as raised:
            call()
        self.assertEqual(raised.exception.code(), code)
        return raised.exception.details()

    def test_health_and_reflection(self):
        health = health_pb2_grpc.HealthStub(self.server.channel)
        answer = health.Check(health_pb2.HealthCheckRequest())
        self.assertEqual(answer.status, health_pb2.HealthCheckResponse.SERVING)
        database = ProtoReflectionDescriptorDatabase(self.server.channel)
        self.assertIn("outlay.v1.SimulationService", database.get_services())
        self.assertIn("grpc.reflection.v1.ServerReflection", database.get_services())
        service = DescriptorPool(database).FindServiceByName("outlay.v1.SimulationService")
        self.assertEqual(sorted(method.name for method in service.methods), ["Answer", "Run", "Sweep"])

    def test_catalogue(self):
        stub = self.catalogue_grpc.CatalogueServiceStub(self.server.channel)
        policy = stub.GetPolicy(self.catalogue.GetPolicyRequest(id="cixi-2017-06"))
        self.assertEqual(len(policy.measures), 186)
        self.assertEqual(sum(measure.computable for measure in policy.measures), 152)
        self.fails(
            grpc.StatusCode.NOT_FOUND,
            lambda: stub.GetPolicy(self.catalogue.GetPolicyRequest(id="../../etc")),
        )
        bad = self.questions.Scenario(yaml=b"title: x\npolicy: cixi-2017-06\n", display_name="bad.yaml")
        answer = stub.ValidateScenario(self.catalogue.ValidateScenarioRequest(scenario=bad))
        self.assertFalse(answer.valid)
        self.assertTrue(any("bad.yaml" in finding.text for finding in answer.findings))

    def test_run_agrees_with_the_command_line(self):
        population = self.bring_sample()
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        request = self.simulation.RunRequest(
            scenario=self.scenario("sample-ledger.yaml"), population=population.id
        )
        answer = stub.Run(request)
        expected = (SCENARIOS / "ledgers/sample/expected-pools.csv").read_text().splitlines()
        columns = expected[0].lstrip("\ufeff").split(",")
        for line, pool in zip(expected[1:], answer.pools, strict=True):
            row = dict(zip(columns, line.split(",")))
            self.assertEqual(pool.pool, row["pool"])
            self.assertEqual(pool.paid_fen, round(100 * float(row["paid_yuan"])))
        request.set["equipment-investment.general.rate"] = "6%"
        self.assertNotEqual(stub.Run(request).award_fen, answer.award_fen)
        request.set["equipment-investment.general.rat"] = "6%"
        details = self.fails(grpc.StatusCode.INVALID_ARGUMENT, lambda: stub.Run(request))
        self.assertIn("equipment-investment.general.rate", details)

    def test_sweep_gives_at_each_point_what_a_run_gives(self):
        population = self.bring_sample()
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        scenario = self.scenario("sample-ledger.yaml")
        address = "equipment-investment.general.rate"
        axis = self.questions.SweepQuestion.Axis(address=address, values="2%..8%:1%")
        parts = list(
            stub.Sweep(
                self.simulation.SweepRequest(
                    scenario=scenario,
                    population=population.id,
                    sweep=self.questions.SweepQuestion(axes=[axis]),
                )
            )
        )
        header = parts[0].header
        self.assertEqual((header.points, list(header.axes)), (7, [address]))
        column = list(header.columns).index("paid")
        paid = [value for part in parts[1:] for value in part.block.columns[column].values]
        expected = [
            stub.Run(
                self.simulation.RunRequest(
                    scenario=scenario, population=population.id, set={address: f"{rate}%"}
                )
            ).paid_fen
            for rate in range(2, 9)
        ]
        self.assertEqual(paid, expected)

    def test_batch_survives_the_server(self):
        population = self.bring_sample()
        axes = [
            self.questions.SweepQuestion.Axis(address=address, values=values)
            for address, values in [
                ("equipment-investment.general.rate", "0.5%..20%:0.5%"),
                ("equipment-investment.general.cap", "5万..400万:5万"),
            ]
        ]
        request = self.batches.SubmitBatchRequest(
            request_id="one",
            question=self.questions.Question(
                scenario=self.scenario("sample-ledger.yaml"),
                population=self.questions.HeldPopulation(id=population.id),
                output_display_name="out",
                sweep=self.questions.SweepQuestion(axes=axes),
            ),
        )
        stub = self.batches_grpc.BatchServiceStub(self.server.channel)
        batch = stub.SubmitBatch(request)
        self.assertEqual(stub.SubmitBatch(request).id, batch.id)
        finished = cursor = 0
        for number in [signal.SIGKILL, signal.SIGTERM]:
            # From the cursor on, to where more is finished than ever before.
            for state in stub.WatchBatch(self.batches.WatchBatchRequest(id=batch.id, cursor=cursor)):
                self.assertGreater(state.cursor, cursor)
                self.assertGreaterEqual(state.progress.finished, finished)
                cursor = state.cursor
                if state.progress.finished > finished:
                    break
            self.assertEqual(state.state, self.batches.Batch.STATE_RUNNING)
            finished = state.progress.finished
            self.server.end(number)
            self.server = Server(self.data.name)
            stub = self.batches_grpc.BatchServiceStub(self.server.channel)
        states = list(stub.WatchBatch(self.batches.WatchBatchRequest(id=batch.id, cursor=cursor)))
        self.assertEqual(states[-1].state, self.batches.Batch.STATE_SUCCEEDED, states[-1].failure)
        self.assertGreaterEqual(min(state.progress.finished for state in states), finished)
        files = {}
        for part in stub.GetBatchResults(self.batches.GetBatchResultsRequest(id=batch.id)):
            if part.HasField("file"):
                files[part.file.name] = files.get(part.file.name, b"") + part.file.data
        options = [
            option
            for axis in axes
            for option in ("--range", f"{axis.address}={axis.values}")
        ]
        with tempfile.TemporaryDirectory() as store:
            local = self.run_locally(
                "sweep", str(SCENARIOS / "sample-ledger.yaml"), f"--store={store}", *options
            )
        self.assertEqual(set(files), set(local))
        for name in set(files) - {"summary.json"}:
            self.assertEqual(files[name], local[name], name)
        summaries = [json.loads(found["summary.json"]) for found in (files, local)]
        for summary in summaries:
            del summary["environment"]
        self.assertEqual(*summaries)

    def test_cancelled_batch_stops(self):
        population = self.bring_sample()
        axes = [
            self.questions.SweepQuestion.Axis(address=address, values=values)
            for address, values in [
                ("equipment-investment.general.rate", "0.01%..20%:0.01%"),
                ("equipment-investment.general.cap", "1万..400万:1万"),
            ]
        ]
        question = self.questions.Question(
            scenario=self.scenario("sample-ledger.yaml"),
            population=self.questions.HeldPopulation(id=population.id),
            sweep=self.questions.SweepQuestion(axes=axes),
        )
        stub = self.batches_grpc.BatchServiceStub(self.server.channel)
        first = stub.SubmitBatch(self.batches.SubmitBatchRequest(request_id="a", question=question))
        second = stub.SubmitBatch(self.batches.SubmitBatchRequest(request_id="b", question=question))
        answer = stub.CancelBatch(self.batches.CancelBatchRequest(id=second.id))
        self.assertEqual(answer.state, self.batches.Batch.STATE_CANCELLED)
        for state in stub.WatchBatch(self.batches.WatchBatchRequest(id=first.id)):
            if state.progress.finished > 0:
                stub.CancelBatch(self.batches.CancelBatchRequest(id=first.id))
                break
        states = list(stub.WatchBatch(self.batches.WatchBatchRequest(id=first.id, cursor=state.cursor)))
        self.assertEqual(states[-1].state, self.batches.Batch.STATE_CANCELLED)
        self.fails(
            grpc.StatusCode.FAILED_PRECONDITION,
            lambda: list(stub.GetBatchResults(self.batches.GetBatchResultsRequest(id=first.id))),
        )

    def test_bounds_and_paths(self):
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        population = self.bring_sample()
        large = self.questions.Scenario(yaml=b"#" * (2 << 20))
        details = self.fails(
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            lambda: stub.Run(self.simulation.RunRequest(scenario=large, population=population.id)),
        )
        self.assertIn("1048576", details)
        for policy in ["/etc", "../policies/cixi-2017-06", "policies/../policies/cixi-2017-06"]:
            yaml = (SCENARIOS / "cixi-2017-baseline.yaml").read_text()
            yaml = yaml.replace("policy: policies/cixi-2017-06", f"policy: {policy}")
            question = self.questions.Question(
                scenario=self.questions.Scenario(yaml=yaml.encode()), run=self.questions.RunQuestion()
            )
            self.fails(
                grpc.StatusCode.NOT_FOUND,
                lambda: list(stub.Answer(self.simulation.AnswerRequest(question=question))),
            )
        question = self.questions.Question(
            scenario=self.scenario("sample-ledger.yaml"), run=self.questions.RunQuestion()
        )
        self.fails(
            grpc.StatusCode.INVALID_ARGUMENT,
            lambda: list(stub.Answer(self.simulation.AnswerRequest(question=question))),
        )

    def test_leaving_stops_the_computation(self):
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        yaml = (SCENARIOS / "cixi-2017-baseline.yaml").read_text()
        question = self.questions.Question(
            scenario=self.questions.Scenario(yaml=yaml.encode(), display_name="x.yaml"),
            run=self.questions.RunQuestion(replicates=10000),
        )
        call = stub.Answer(self.simulation.AnswerRequest(question=question))
        self.assertTrue(self.waits_for(lambda: self.children()))
        call.cancel()
        left = time.monotonic()
        self.assertTrue(self.waits_for(lambda: not self.children()))
        self.assertLess(time.monotonic() - left, 0.1)

    def children(self):
        pid = self.server.process.pid
        found = []
        for task in os.listdir(f"/proc/{pid}/task"):
            try:
                found += pathlib.Path(f"/proc/{pid}/task/{task}/children").read_text().split()
            except FileNotFoundError:
                pass
        return found

    def waits_for(self, condition):
        for _ in range(2000):
            if condition():
                return True
            time.sleep(0.005)
        return False

    def certificate(self, name, issuer=None):
        """Makes PEM files with OpenSSL, signed by an issuer or by themselves."""
        base = pathlib.Path(self.data.name, name)
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        command += ["-nodes", "-days", "1", "-subj", f"/CN={name}", "-keyout", f"{base}.key", "-out", f"{base}.pem"]
        command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        if issuer:
            command += ["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key"]
            command += ["-addext", "basicConstraints=critical,CA:FALSE"]
        subprocess.run(command, check=True, capture_output=True)
        return base

    def check_health(self, port, authority, client=None):
        options = {"root_certificates": pathlib.Path(f"{authority}.pem").read_bytes()}
        if client:
            options["private_key"] = pathlib.Path(f"{client}.key").read_bytes()
            options["certificate_chain"] = pathlib.Path(f"{client}.pem").read_bytes()
        with grpc.secure_channel(f"localhost:{port}", grpc.ssl_channel_credentials(**options)) as channel:
            stub = health_pb2_grpc.HealthStub(channel)
            return stub.Check(health_pb2.HealthCheckRequest(), timeout=10).status

    def test_tls_with_client_certificates(self):
        authority = self.certificate("authority")
        own, client = self.certificate("server", authority), self.certificate("client", authority)
        stranger = self.certificate("stranger")
        self.server.end()
        self.server = Server(
            self.data.name,
            f"--tls-certificate={own}.pem",
            f"--tls-key={own}.key",
            f"--tls-client-authorities={authority}.pem",
        )
        port = self.server.port
        self.assertEqual(self.check_health(port, authority, client), health_pb2.HealthCheckResponse.SERVING)
        self.fails(grpc.StatusCode.UNAVAILABLE, lambda: self.check_health(port, authority))
        self.fails(grpc.StatusCode.UNAVAILABLE, lambda: self.check_health(port, authority, stranger))

    def test_ledgers_belong_to_who_brought_them(self):
        tokens = pathlib.Path(self.data.name, "tokens")
        tokens.write_text(
            "".join(
                f"{name} run {hashlib.sha256(name.encode()).hexdigest()}\n" for name in ["one", "other"]
            )
        )
        self.server.end()
        self.server = Server(self.data.name, f"--tokens={tokens}")
        stub = self.populations_grpc.PopulationServiceStub(self.server.channel)
        as_one, as_other = ([("authorization", f"Bearer {name}")] for name in ["one", "other"])
        request = self.populations.SynthesizePopulationRequest(
            scenario=self.questions.Scenario(
                yaml=(SCENARIOS / "tight-budget.yaml").read_bytes().replace(b"size: 5000", b"size: 200")
            )
        )
        self.fails(grpc.StatusCode.UNAUTHENTICATED, lambda: stub.SynthesizePopulation(request))
        held = stub.SynthesizePopulation(request, metadata=as_one)
        self.assertEqual(held.claimant_count, 200)
        wanted = self.populations.GetPopulationRequest(id=held.id)
        self.assertEqual(stub.GetPopulation(wanted, metadata=as_one).hash, held.hash)
        self.fails(grpc.StatusCode.NOT_FOUND, lambda: stub.GetPopulation(wanted, metadata=as_other))
        unwanted = self.populations.DeletePopulationRequest(id=held.id)
        self.fails(grpc.StatusCode.NOT_FOUND, lambda: stub.DeletePopulation(unwanted, metadata=as_other))
        stub.DeletePopulation(unwanted, metadata=as_one)
        self.fails(grpc.StatusCode.NOT_FOUND, lambda: stub.GetPopulation(wanted, metadata=as_one))

    def test_calls_at_work_end_before_the_server(self):
        population = self.bring_sample()
        axis = self.questions.SweepQuestion.Axis(
            address="equipment-investment.general.rate", values="0.05%..20%:0.05%"
        )
        question = self.questions.Question(
            scenario=self.scenario("sample-ledger.yaml"),
            population=self.questions.HeldPopulation(id=population.id),
            sweep=self.questions.SweepQuestion(axes=[axis]),
        )
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        call = stub.Answer(self.simulation.AnswerRequest(question=question))
        self.assertTrue(self.waits_for(lambda: self.children()))
        self.server.process.send_signal(signal.SIGTERM)
        parts = list(call)
        self.assertTrue(parts[-1].HasField("status"))
        self.assertEqual(parts[-1].status, 0)
        self.assertEqual(self.server.process.wait(timeout=10), 0)
        self.server.process.stdout.close()

    def test_memory_is_bounded(self):
        self.server.end()
        self.server = Server(self.data.name, "--memory-bytes=30000000")
        stub = self.simulation_grpc.SimulationServiceStub(self.server.channel)
        question = self.questions.Question(
            scenario=self.scenario("tight-budget.yaml"), run=self.questions.RunQuestion()
        )
        self.fails(
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            lambda: list(stub.Answer(self.simulation.AnswerRequest(question=question))),
        )
        self.assertFalse(self.children())
        health = health_pb2_grpc.HealthStub(self.server.channel)
        health.Check(health_pb2.HealthCheckRequest())

    def test_queue_and_populations_are_bounded(self):
        self.server.end()
        self.server = Server(self.data.name, "--batches=1", "--population-bytes=1000")
        stub = self.batches_grpc.BatchServiceStub(self.server.channel)
        question = self.questions.Question(
            scenario=self.scenario("tight-budget.yaml"), run=self.questions.RunQuestion(replicates=10000)
        )
        request = self.batches.SubmitBatchRequest(request_id="a", question=question)
        batch = stub.SubmitBatch(request)
        request.request_id = "b"
        self.fails(grpc.StatusCode.RESOURCE_EXHAUSTED, lambda: stub.SubmitBatch(request))
        stub.CancelBatch(self.batches.CancelBatchRequest(id=batch.id))
        self.fails(grpc.StatusCode.RESOURCE_EXHAUSTED, self.bring_sample)

    def test_the_request_to_end_is_met(self):
        self.assertEqual(self.server.end(signal.SIGTERM), 0)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
