package ugcinc_test

import (
	"context"
	"fmt"
	"time"

	"github.com/ugcinc/ugcinc-go/ugcinc"
	"github.com/ugcinc/ugcinc-go/ugcinc/ugcinctest"
)

func ExampleTasksService_List() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddTask(ugcinc.Task{AccountID: "acc_1", Type: ugcinc.TaskTypeWarmupScroll, Duration: new(int64(600))})
	server.AddTask(ugcinc.Task{AccountID: "acc_1", Type: ugcinc.TaskTypeWarmupSearchTerm, Keywords: new("desk yoga")})
	client := server.Client()

	tasks, err := client.Tasks.List(context.Background(), ugcinc.ListTasksParams{
		AccountIDs: []string{"acc_1"},
		TaskType:   new(ugcinc.TaskTypeWarmupScroll),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, task := range tasks {
		fmt.Println(task.Type, task.Status, time.Duration(*task.Duration)*time.Second)
	}
	// Output: warmup_scroll complete 10m0s
}

// Find the tasks that failed, and run them again.
func ExampleTasksService_Retry() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddTask(ugcinc.Task{ID: "task_1", AccountID: "acc_1", Status: ugcinc.TaskStatusFailed})
	server.AddTask(ugcinc.Task{ID: "task_2", AccountID: "acc_1", Status: ugcinc.TaskStatusComplete})
	client := server.Client()

	ctx := context.Background()
	var failed []string
	for task, err := range client.Tasks.All(ctx, ugcinc.ListTasksParams{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if task.Status == ugcinc.TaskStatusFailed {
			failed = append(failed, task.ID)
		}
	}
	result, err := client.Tasks.Retry(ctx, ugcinc.RetryTasksParams{TaskIDs: failed})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Retried, result.IDs)
	// Output: 1 [task_1]
}

func ExampleTasksService_Delete() {
	server, err := ugcinctest.Start(ugcinctest.InMemory())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer server.Close()
	server.AddTask(ugcinc.Task{ID: "task_1", AccountID: "acc_1", Status: ugcinc.TaskStatusFailed})
	client := server.Client()

	result, err := client.Tasks.Delete(context.Background(), ugcinc.DeleteTasksParams{TaskIDs: []string{"task_1"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Deleted, result.IDs)
	// Output: 1 [task_1]
}
